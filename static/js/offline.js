/* On the page for no network: the threads that were read lately and are kept on this device; and a way back once there is one. */
const titleOf = async (cache, request) => {
  const page = await (await cache.match(request)).text();
  return new DOMParser().parseFromString(page, "text/html").querySelector("h1")?.textContent.trim() ?? request.url;
};

/* A browser calls itself online as soon as there is any network; whether the site can be reached shows when it is asked. */
const goBack = () => fetch(window.location.href, { method: "HEAD", cache: "no-store" }).then(() => window.location.reload(), () => {});

export const enhance = async (place) => {
  addEventListener("online", goBack);
  const cache = await caches.open("pages");
  const kept = (await cache.keys()).reverse();
  for (const request of kept) {
    const link = document.createElement("a");
    link.href = request.url;
    link.textContent = await titleOf(cache, request);
    const entry = document.createElement("li");
    entry.append(link);
    place.querySelector("ul").append(entry);
  }
  place.hidden = !kept.length;
};
