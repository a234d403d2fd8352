/* Keeps what does not change, and the threads that anybody may read, for when there is no network. What is made for one
   reader is never kept: the server says of such a page that it is private. `SITE` is written above by the server. */
const SHELL = `shell-${SITE.version}`;
const PAGES = "pages";
const MOST_PAGES = 30;
const MOST_FILES = 80;
const OFFLINE = "/offline";
const THREAD = /^\/(questions|discussions|ideas)\/\d+/;
const COMING_OR_GOING = ["/login", "/logout"];
/* Museums that a visitor chose to keep: pages by their path, pictures and voices; and where a page waits for a network. */
const MUSEUM = "museum-";
const GUIDE = /^\/(museums\/|a\/)/i;
const MEDIA = /^\/museums\/[^/]+\/(?:(pictures\/\d+)\/|sounds\/\d+$|floors\/\d+\/plan$)/;
const PATIENCE = 4000;

const trim = async (cache, most) => {
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - most)).map((request) => cache.delete(request)));
};

/* Without cookies, so that nothing of whoever is signed in can be in it. */
const offlinePage = () => new Request(OFFLINE, { credentials: "omit", cache: "no-cache", headers: { "Accept-Language": SITE.language } });

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(SHELL);
    await cache.addAll(SITE.shell);
    await cache.put(OFFLINE, await fetch(offlinePage()));
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("shell-") && name !== SHELL).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

const lasting = async (request) => {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.headers.get("Cache-Control")?.includes("immutable")) {
    const cache = await caches.open(SHELL);
    await cache.put(request, answer.clone());
    await trim(cache, MOST_FILES);
  }
  return answer;
};

const remember = async (url, answer) => {
  const cache = await caches.open(PAGES);
  const open = answer.ok && !answer.redirected && answer.headers.get("Cache-Control")?.startsWith("public");
  if (open) {
    // The page is here as a whole before the older one goes, as the network may end in the middle of it.
    const whole = new Response(await answer.blob(), answer);
    await cache.delete(url);
    await cache.put(url, whole);
    await trim(cache, MOST_PAGES);
  } else if ([403, 404, 410].includes(answer.status)) {
    await cache.delete(url);
  }
};

const museums = async () => {
  const names = await caches.keys();
  return Promise.all(names.filter((name) => name.startsWith(MUSEUM)).map((name) => caches.open(name)));
};

/* A page of a kept museum; a printed label leads to it by its code. */
const keptPage = async (url) => {
  if (!GUIDE.test(url.pathname)) return undefined;
  for (const cache of await museums()) {
    const pack = await cache.match("/pack");
    const code = /^\/a\/(\w+)/i.exec(url.pathname)?.[1].toUpperCase();
    const path = pack && code ? (await pack.json()).codes[code] : url.pathname;
    const kept = path && await cache.match(path);
    if (kept) return kept;
  }
  return undefined;
};

/* Players on phones ask for parts, and play nothing from an answer that is none. */
const part = async (request, whole) => {
  const wanted = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") ?? "");
  if (!wanted) return whole;
  const blob = await whole.blob();
  const [first, last] = [Number(wanted[1]), Math.min(Number(wanted[2] || blob.size - 1), blob.size - 1)];
  if (first > last) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${blob.size}` } });
  const headers = new Headers(whole.headers);
  headers.set("Content-Range", `bytes ${first}-${last}/${blob.size}`);
  headers.set("Accept-Ranges", "bytes");
  return new Response(blob.slice(first, last + 1, blob.type), { status: 206, headers });
};

/* What was kept, first; of a picture in whatever size. */
const media = async (request, url) => {
  const picture = MEDIA.exec(url.pathname)[1];
  for (const cache of await museums()) {
    const named = picture ? (await cache.keys()).find((kept) => new URL(kept.url).pathname.includes(`/${picture}/`)) : url.pathname;
    const kept = named && await cache.match(named);
    if (kept) return part(request, kept);
  }
  return fetch(request);
};

/* In a cellar a network may be there and bring nothing: what is kept is shown then. */
const patient = async (event, url) => {
  const answer = fetch(event.request);
  const kept = await keptPage(url);
  if (!kept) return answer;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([answer.catch(() => kept), late]);
};

const page = async (event, url) => {
  try {
    const answer = await patient(event, url);
    if (THREAD.test(url.pathname)) event.waitUntil(remember(url.href, answer.clone()));
    return answer;
  } catch {
    const kept = await (await caches.open(PAGES)).match(url.href, { ignoreVary: true });
    return kept ?? caches.match(OFFLINE, { ignoreVary: true });
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && COMING_OR_GOING.some((path) => url.pathname.startsWith(path))) {
    event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name === PAGES || name.startsWith(MUSEUM)).map((name) => caches.delete(name)))));
    return;
  }
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(lasting(request));
  else if (MEDIA.test(url.pathname)) event.respondWith(media(request, url));
  else if (request.mode === "navigate") event.respondWith(page(event, url));
});

/* News: the server sends a title and an address of this site, and nothing else. */
self.addEventListener("push", (event) => {
  const { title, url } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { icon: SITE.icon, badge: SITE.icon, lang: SITE.language, tag: url, data: { url } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
