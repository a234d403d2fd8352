/* Lets panels be dragged to their place as well; the buttons beside them do the same without. */
export const enhance = (list) => {
  let dragged = null;
  const rowOf = (event) => event.target.closest?.("li");
  const mark = (row) => [...list.children].forEach((one) => one.classList.toggle("arrange-over", one === row));
  [...list.children].forEach((row) => { row.draggable = true; });
  list.addEventListener("dragstart", (event) => {
    dragged = rowOf(event);
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(rowOf(event));
  });
  list.addEventListener("dragend", () => mark(null));
  list.addEventListener("drop", async (event) => {
    event.preventDefault();
    const row = rowOf(event);
    mark(null);
    if (!dragged || !row || row === dragged) return;
    const place = [...list.children].indexOf(row);
    const body = new URLSearchParams({ do: "at", place });
    const answer = await fetch(dragged.querySelector("form").action, { method: "POST", body });
    if (answer.ok) window.location.reload();
  });
};
