/* "/" goes to the search field; on a phone with a keyboard it opens the menu that holds it. */
export const focusSearch = () => {
  const seen = (field) => field.checkVisibility();
  const field = [...document.querySelectorAll("input[type=search][name=q]")].find(seen);
  if (field) {
    field.focus();
    field.select();
    return;
  }
  const menu = document.querySelector(".site-menu");
  if (!menu) return;
  menu.open = true;
  menu.querySelector("input[type=search]").focus();
};
