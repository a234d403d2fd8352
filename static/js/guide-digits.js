/* The digits on a guide's phone: the next ones come by themselves when their minute begins, or when the phone is taken out again. */
const PARTS = [".guide-digits-now", ".guide-digits-left"];

export const enhance = (place) => {
  let due = Date.now() + Number(place.dataset.guideDigits) * 1000;
  const renew = async () => {
    if (document.hidden || Date.now() < due) return;
    due = Date.now() + 5000;
    const answer = await fetch(window.location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const label = place.getAttribute("aria-labelledby");
    const fresh = page.querySelector(`[data-guide-digits][aria-labelledby="${label}"]`);
    // Without one the card counts no longer, or nobody is signed in: the page itself says which.
    if (!fresh) return window.location.reload();
    for (const part of PARTS) place.querySelector(part).textContent = fresh.querySelector(part).textContent;
    due = Date.now() + Number(fresh.dataset.guideDigits) * 1000;
  };
  const quietly = () => renew().catch(() => {});
  setInterval(quietly, 1000);
  document.addEventListener("visibilitychange", quietly);
};
