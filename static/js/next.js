/* What to see next: fetched when the reader comes near it, so that it knows of the look that is going on. "Not for me" is answered in place. */
const MARGIN = "400px";

const fill = async (box, request) => {
  const response = await request.catch(() => null);
  if (response?.ok) box.innerHTML = await response.text();
};

export const enhance = (box) => {
  const address = box.dataset.onward;
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    fill(box, fetch(address, { headers: { Accept: "text/html" } }));
  }, { rootMargin: MARGIN });
  near.observe(box);
  box.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-away]")) return;
    event.preventDefault();
    const sent = new URLSearchParams(new FormData(event.target));
    sent.set("back", address);
    fill(box, fetch(event.target.action, { method: "POST", body: sent, headers: { Accept: "text/html" } }));
  });
};
