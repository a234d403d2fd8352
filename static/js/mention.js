/* Members to call while an @ is typed, as a list that the text field owns. What is chosen becomes a link by number, so that it means
   that one person. A text field of many lines cannot be a combobox by its role; it says that it completes, and how many there are
   is said aloud. Answer expected: [{"id", "name", "initials", "hue"}]. */
const WAIT = 160;
const TYPED = /(?:^|[^\w@/.])@([^@\n[\]]{0,30})$/u;

const option = (id, { id: member, name, initials, hue }) => {
  const row = document.createElement("li");
  row.id = id;
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  Object.assign(row.dataset, { member, name });
  const niche = document.createElement("span");
  niche.className = `avatar avatar-small hue-${hue}`;
  niche.setAttribute("aria-hidden", "true");
  niche.textContent = initials;
  row.append(niche, name);
  return row;
};

const place = (form) => {
  if (form.dataset.mentionThread) return ["thread", form.dataset.mentionThread];
  return form.elements.space?.value ? ["space", form.elements.space.value] : null;
};

export const enhance = (editor) => {
  const field = editor.querySelector("textarea");
  const list = document.createElement("ul");
  list.className = "suggest-list mention-list";
  list.id = `${field.id}-members`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", editor.dataset.mentionLabel);
  list.hidden = true;
  const told = document.createElement("p");
  told.className = "hidden-visually";
  told.setAttribute("role", "status");
  const around = document.createElement("div");
  around.className = "suggest";
  field.replaceWith(around);
  around.append(field, list, told);
  for (const [name, value] of [["aria-autocomplete", "list"], ["aria-haspopup", "listbox"]]) field.setAttribute(name, value);
  let timer;
  let running;
  let chosen = -1;

  const typed = () => (field.selectionStart === field.selectionEnd ? TYPED.exec(field.value.slice(0, field.selectionStart)) : null);

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
    told.textContent = rows.length ? `${rows.length}. ${editor.dataset.mentionFound}` : "";
    if (rows.length) field.setAttribute("aria-controls", list.id);
    else field.removeAttribute("aria-controls");
    mark(rows.length ? 0 : -1);
  };

  const hide = () => {
    clearTimeout(timer);
    running?.abort();
    if (!list.hidden) show([]);
  };

  const take = (row) => {
    const found = typed();
    if (!found) return hide();
    const end = field.selectionStart;
    field.setRangeText(`[@${row.dataset.name}](/members/${row.dataset.member}) `, end - found[1].length - 1, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    hide();
    field.focus();
  };

  const look = async () => {
    const found = typed();
    const where = place(field.form);
    running?.abort();
    if (!found || !where) return show([]);
    running = new AbortController();
    const address = new URL(editor.dataset.mentionUrl, location.href);
    address.searchParams.set("q", found[1]);
    address.searchParams.set(...where);
    const response = await fetch(address, { headers: { Accept: "application/json" }, signal: running.signal });
    const rows = response.ok ? await response.json() : [];
    show(typed() ? rows : []);
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (!typed()) return hide();
    timer = setTimeout(() => look().catch(() => {}), WAIT);
  });
  field.addEventListener("blur", () => setTimeout(hide, 150));
  field.addEventListener("click", () => { if (!typed()) hide(); });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const row = event.target.closest("[role=option]");
    if (row) take(row);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const rows = list.children.length;
    const deeds = {
      ArrowDown: () => mark((chosen + 1) % rows),
      ArrowUp: () => mark((chosen - 1 + rows) % rows),
      Escape: hide,
      Enter: () => take(list.children[chosen]),
      Tab: () => take(list.children[chosen]),
    };
    if (!deeds[event.key] || (event.key === "Tab" && event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
    deeds[event.key]();
  });
};
