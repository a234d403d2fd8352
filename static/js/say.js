/* A short word to the reader, seen and heard, gone after a while. */
let toast;
let timer;

export const say = (text) => {
  if (!text) return;
  if (!toast) {
    toast = document.createElement("div");
    toast.setAttribute("role", "status");
    document.body.append(toast);
  }
  toast.className = "toast";
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { toast.hidden = true; }, 6000);
};
