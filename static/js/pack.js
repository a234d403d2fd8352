/* Keeps a museum on the phone: its pages, pictures and voices, for rooms without a network. */
const AT_ONCE = 4;
const megabytes = (bytes) => Math.max(1, Math.round(bytes / 1e6));

/* Under its path alone, so that it is found however somebody comes to it. */
const keep = async (cache, url, from) => {
  const answer = await fetch(from, { credentials: "same-origin" });
  if (!answer.ok) return;
  const headers = new Headers(answer.headers);
  ["Content-Encoding", "Content-Length", "Vary"].forEach((name) => headers.delete(name));
  await cache.put(url, new Response(await answer.blob(), { status: 200, headers }));
};

const fetchAll = async (pack, moved) => {
  const cache = await caches.open(`museum-${pack.museum}`);
  const wish = `?language=${encodeURIComponent(pack.language)}`;
  const waiting = [
    ...pack.shell.map((url) => [url, url]),
    ...pack.pages.map((url) => [url, url + wish]),
    ...pack.files.map(({ url }) => [url, url]),
  ];
  const all = waiting.length;
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await keep(cache, ...next);
      moved((all - waiting.length) / all);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  /* Last, as it says that all the rest is there. */
  await cache.put("/pack", Response.json(pack));
};

export const enhance = async (place) => {
  if (!("caches" in window && "serviceWorker" in navigator)) return;
  const [button, bar, said] = ["button", "progress", "[data-pack-said]"].map((part) => place.querySelector(part));
  const tell = (name, size = 0) => { said.textContent = place.dataset[name].replace("{size}", size); };
  place.hidden = false;
  if (await caches.match("/pack", { cacheName: `museum-${place.dataset.museum}` })) tell("done");
  button.addEventListener("click", async () => {
    button.disabled = true;
    bar.hidden = false;
    try {
      await navigator.serviceWorker.register("/service-worker.js");
      const answer = await fetch(place.dataset.pack);
      if (!answer.ok) throw new Error();
      const pack = await answer.json();
      tell("fetching", megabytes(pack.bytes));
      await navigator.storage?.persist?.();
      await fetchAll(pack, (share) => { bar.value = share; });
      await navigator.serviceWorker.ready;
      tell("done");
    } catch {
      tell("failed");
    }
    bar.hidden = true;
    button.disabled = false;
  });
};
