/* Menus are plain <details>; this adds what a menu should also do: close on Escape, on a click outside, and when another opens. */
const open = new Set();

const close = (menu, refocus) => {
  menu.open = false;
  open.delete(menu);
  if (refocus) menu.querySelector("summary").focus();
};

document.addEventListener("click", (event) => {
  for (const menu of open) if (!menu.contains(event.target)) close(menu);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open) close(menu, menu.contains(document.activeElement));
});
document.addEventListener("focusin", (event) => {
  for (const menu of open) if (!menu.contains(event.target)) close(menu);
});

export const opened = (menu) => {
  for (const other of open) if (other !== menu) close(other);
  open.add(menu);
};
