/* Votes of others on an open page. Answer expected: {"score": 13}; null is a score that is not told. Hidden pages ask for nothing. */
const SECONDS = 1.5;
const PATIENCE = 8;

export const enhance = (mark) => {
  const count = document.querySelector("article.idea-post .vote-count");
  if (!count) return;
  const sign = count.firstElementChild;
  let trouble = 0;
  const show = (score) => {
    if (score === null || count.closest("form")?.dataset.busy) return;
    if (count.lastChild.textContent.trim() !== String(score)) count.lastChild.textContent = sign ? ` ${score}` : score;
  };
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    const response = await fetch(mark.dataset.liveScore, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.statusText);
    show((await response.json()).score);
    trouble = 0;
  };
  const again = () => setTimeout(() => ask().catch(() => { trouble += 1; }).finally(again), SECONDS * 1000 * 2 ** Math.min(trouble, PATIENCE));
  again();
};
