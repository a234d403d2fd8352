/* Shows and hides a password that is being typed. */
export const enhance = (button) => {
  const field = document.getElementById(button.dataset.password);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    button.textContent = shown ? button.dataset.hide : button.dataset.show;
  });
  field.form?.addEventListener("submit", () => { field.type = "password"; });
};
