/* Tag suggestions as an ARIA combobox over a plain text field; tags are parted by spaces or commas.
   Answer expected: [{"name", "count"}]. */
const WAIT = 180;

const option = (id, { name, count }) => {
  const row = document.createElement("li");
  row.id = id;
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  row.dataset.name = name;
  row.append(name);
  if (count !== undefined) {
    const number = document.createElement("span");
    number.className = "count";
    number.textContent = count;
    row.append(number);
  }
  return row;
};

const last = (text) => text.slice(Math.max(text.lastIndexOf(","), text.lastIndexOf(" ")) + 1);

export const enhance = (field) => {
  const list = document.createElement("ul");
  list.className = "suggest-list";
  list.id = `${field.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
  list.hidden = true;
  field.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    field.setAttribute(name, value);
  }
  let timer;
  let running;
  let chosen = -1;

  const mark = (index) => {
    chosen = index;
    [...list.children].forEach((row, each) => row.setAttribute("aria-selected", String(each === index)));
    if (index < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  };

  const show = (rows) => {
    list.replaceChildren(...rows.map((row, index) => option(`${list.id}-${index}`, row)));
    list.hidden = rows.length === 0;
    field.setAttribute("aria-expanded", String(rows.length > 0));
    mark(-1);
  };

  const take = (row) => {
    const typed = last(field.value);
    field.value = `${field.value.slice(0, field.value.length - typed.length)}${row.dataset.name} `;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    show([]);
    field.focus();
  };

  const look = async () => {
    const typed = last(field.value).trim();
    running?.abort();
    if (!typed) return show([]);
    running = new AbortController();
    const address = new URL(field.dataset.suggestUrl, location.href);
    address.searchParams.set("q", typed);
    const response = await fetch(address, { headers: { Accept: "application/json" }, signal: running.signal });
    show(response.ok ? (await response.json()).slice(0, 8) : []);
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => look().catch(() => {}), WAIT);
  });
  field.addEventListener("blur", () => setTimeout(() => show([]), 150));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const row = event.target.closest("[role=option]");
    if (row) take(row);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const rows = list.children.length;
    const deeds = {
      ArrowDown: () => mark((chosen + 1) % rows),
      ArrowUp: () => mark((chosen - 1 + rows) % rows),
      Escape: () => show([]),
      Enter: chosen >= 0 && (() => take(list.children[chosen])),
    };
    if (!deeds[event.key]) return;
    event.preventDefault();
    deeds[event.key]();
  });
};
