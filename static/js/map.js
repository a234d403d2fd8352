/* A map one can explore: buttons, wheel with Ctrl, drag, arrow keys from mark to mark, search. Without this the map stands whole, the table beside it leads on. */
const STEP = 1.6;
const CLOSEST = 12;
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

const place = (mark) => {
  const circle = mark.querySelector("circle");
  return [circle.cx.baseVal.value, circle.cy.baseVal.value];
};

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const nearest = (from, marks, [right, down]) => {
  const [x, y] = place(from);
  let best = null;
  let least = Infinity;
  for (const mark of marks) {
    const [mx, my] = place(mark);
    const ahead = (mx - x) * right + (my - y) * down;
    const aside = Math.abs((mx - x) * down) + Math.abs((my - y) * right);
    if (mark !== from && ahead > 0 && ahead + 2 * aside < least) [best, least] = [mark, ahead + 2 * aside];
  }
  return best;
};

export const enhance = (map) => {
  const plane = map.querySelector("[data-map-plane]");
  const marks = [...plane.querySelectorAll("[data-map-mark]")];
  const [width, height] = [plane.viewBox.baseVal.width, plane.viewBox.baseVal.height];
  if (!marks.length) return;
  let [zoom, x, y] = [1, width / 2, height / 2];

  const show = () => {
    const [wide, high] = [width / zoom, height / zoom];
    x = Math.min(Math.max(x, wide / 2), width - wide / 2);
    y = Math.min(Math.max(y, high / 2), height - high / 2);
    plane.setAttribute("viewBox", `${x - wide / 2} ${y - high / 2} ${wide} ${high}`);
    plane.style.setProperty("--zoom", zoom);
    plane.toggleAttribute("data-near", zoom > 1);
  };
  const closer = (factor, at = [x, y]) => {
    const before = zoom;
    zoom = Math.min(Math.max(zoom * factor, 1), CLOSEST);
    x = at[0] + (x - at[0]) * before / zoom;
    y = at[1] + (y - at[1]) * before / zoom;
    show();
  };
  const whole = () => { zoom = 1; show(); };
  const choose = (mark) => {
    for (const other of marks) other.tabIndex = other === mark ? 0 : -1;
    if (zoom > 1) { [x, y] = place(mark); show(); }
    mark.focus({ preventScroll: true });
  };
  const under = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(plane.getScreenCTM().inverse());

  map.querySelector("[data-map-tools]").hidden = false;
  marks[0].tabIndex = 0;
  map.addEventListener("click", (event) => {
    const way = event.target.closest("[data-map-zoom]")?.dataset.mapZoom;
    if (way === "all") whole();
    else if (way) closer(way === "in" ? STEP : 1 / STEP);
  });
  plane.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const found = ARROWS[event.key] ? nearest(event.target, marks, ARROWS[event.key]) : null;
    if (found) choose(found);
    else if (event.key === "+" || event.key === "-") closer(event.key === "+" ? STEP : 1 / STEP, place(event.target));
    else if (event.key === "0" || event.key === "Escape") whole();
    else if (!ARROWS[event.key]) return;
    event.preventDefault();
  });
  plane.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const point = under(event);
    closer(event.deltaY < 0 ? 1.2 : 1 / 1.2, [point.x, point.y]);
  }, { passive: false });

  let held = null;
  plane.addEventListener("pointerdown", (event) => { if (zoom > 1) held = { at: under(event), moved: false }; });
  plane.addEventListener("pointermove", (event) => {
    if (!held) return;
    const point = under(event);
    if (!held.moved && Math.hypot(point.x - held.at.x, point.y - held.at.y) * zoom < 6) return;
    if (!held.moved) plane.setPointerCapture(event.pointerId);
    held.moved = true;
    x += held.at.x - point.x;
    y += held.at.y - point.y;
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) plane.addEventListener(end, () => { setTimeout(() => { held = null; }); });
  plane.addEventListener("click", (event) => { if (held?.moved) event.preventDefault(); }, true);
  plane.addEventListener("dragstart", (event) => event.preventDefault());

  const search = map.querySelector("[data-map-search]");
  const rows = new Map([...map.querySelectorAll("[data-map-row]")].map((row) => [row.dataset.mapRow, row]));
  search.addEventListener("input", () => {
    const sought = fold(search.value.trim());
    const found = marks.filter((mark) => sought && fold(mark.getAttribute("aria-label")).includes(sought));
    plane.toggleAttribute("data-seeking", Boolean(sought));
    for (const mark of marks) {
      mark.toggleAttribute("data-found", found.includes(mark));
      rows.get(mark.dataset.mapMark)?.toggleAttribute("data-found", found.includes(mark));
    }
    map.querySelector("[data-map-says]").textContent = sought ? `${map.dataset.mapFound}: ${found.length}` : "";
  });
  search.addEventListener("keydown", (event) => {
    const first = marks.find((mark) => mark.hasAttribute("data-found"));
    if (event.key === "Enter" && first) choose(first);
  });
};
