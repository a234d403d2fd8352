/* Asks before a deed that takes something away. Without scripts the form goes through; the server keeps a way back. */
const ask = (text) => new Promise((resolve) => {
  const dialog = document.getElementById("confirm");
  if (!dialog) return resolve(window.confirm(text));
  dialog.querySelector("[data-dialog-text]").textContent = text;
  dialog.returnValue = "no";
  dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  dialog.showModal();
});

export const enhance = (form) => {
  let sure = false;
  form.addEventListener("submit", async (event) => {
    if (sure) return;
    event.preventDefault();
    const { submitter } = event;
    sure = await ask(form.dataset.confirm);
    if (sure) form.requestSubmit(submitter);
    sure = false;
  });
};
