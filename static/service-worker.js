/* Keeps what does not change, and the threads that anybody may read, for when there is no network. What is made for one
   reader is never kept: the server says of such a page that it is private. `SITE` is written above by the server. */
const SHELL = `shell-${SITE.version}`;
const PAGES = "pages";
const MOST_PAGES = 30;
const MOST_FILES = 80;
const OFFLINE = "/offline";
const THREAD = /^\/(questions|discussions|ideas)\/\d+/;
const COMING_OR_GOING = ["/login", "/logout"];

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

const page = async (event, url) => {
  try {
    const answer = await fetch(event.request);
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
    event.waitUntil(caches.delete(PAGES));
    return;
  }
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(lasting(request));
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
