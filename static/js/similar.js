/* While a title is typed: what was asked before. Answer expected: {"results": [{"title", "url"}]}. Silent where nothing is near. */
const WAIT = 450;
const SHORTEST = 12;

const item = ({ title, url }) => {
  const row = document.createElement("li");
  const link = document.createElement("a");
  link.href = url;
  link.textContent = title;
  row.append(link);
  return row;
};

const look = async (url, text, signal) => {
  const address = new URL(url, location.href);
  address.searchParams.set("q", text);
  const response = await fetch(address, { headers: { Accept: "application/json" }, signal });
  if (!response.ok) return [];
  return (await response.json()).results;
};

export const enhance = (field) => {
  const box = field.form.querySelector("[data-similar]");
  let timer;
  let running;

  const update = async () => {
    running?.abort();
    running = new AbortController();
    const text = field.value.trim();
    const found = text.length < SHORTEST ? [] : await look(field.dataset.similarUrl, text, running.signal).catch(() => null);
    if (!found) return;
    box.querySelector("ul").replaceChildren(...found.slice(0, 5).map(item));
    box.hidden = found.length === 0;
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(update, WAIT);
  });
};
