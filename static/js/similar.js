/* While something is written: what was said before. The server answers with a list, or with nothing where nothing is near.
   Once hints have been shown, the form says so, and is not held up with the same ones when it is sent. */
const WAIT = 600;
const SHORTEST = 8;

const look = async (field, signal) => {
  const { form } = field;
  const words = new URLSearchParams({
    kind: field.dataset.similarKind,
    title: field.value.trim(),
    body: form.elements.body?.value.slice(0, 5000) ?? "",
  });
  const response = await fetch(field.dataset.similarUrl, { method: "POST", body: words, headers: { Accept: "text/html" }, signal });
  if (!response.ok) throw new Error(response.statusText);
  return response.text();
};

const seen = (form, name) => {
  if (form.elements[name]) return;
  const mark = document.createElement("input");
  Object.assign(mark, { type: "hidden", name, value: "yes" });
  form.append(mark);
};

export const enhance = (field) => {
  const { form } = field;
  const box = form.querySelector("[data-similar]");
  const list = box.querySelector("[data-similar-list]");
  let timer;
  let running;
  let shown = "";

  const update = async () => {
    running?.abort();
    running = new AbortController();
    const long = field.value.trim().length >= SHORTEST;
    const found = long ? await look(field, running.signal).catch(() => null) : "";
    if (found === null || found.trim() === shown) return;
    shown = found.trim();
    list.innerHTML = shown;
    box.hidden = !shown;
    if (shown) seen(form, field.dataset.similarSeen);
  };

  form.addEventListener("input", (event) => {
    if (event.target !== field && event.target.name !== "body") return;
    clearTimeout(timer);
    timer = setTimeout(update, WAIT);
  });
  if (field.value.trim()) update();
};
