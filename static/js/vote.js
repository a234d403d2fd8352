/* Votes without leaving the page. Answer expected: {"score": 13, "value": 1}; null is a score that is not told. On any trouble the form is sent the plain way. */
import { say } from "./say.js";

const press = (button, value, pressed) => {
  button.setAttribute("aria-pressed", String(pressed));
  button.value = pressed ? "0" : value;
};

const show = (form, answer) => {
  form.querySelector(".vote-count").textContent = answer.score ?? "–";
  press(form.querySelector(".vote-up"), "1", answer.value === 1);
  const down = form.querySelector(".vote-down");
  if (down) press(down, "-1", answer.value === -1);
};

const send = async (form, button) => {
  const response = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams({ value: button.value }),
    headers: { Accept: "application/json" },
  });
  const answer = await response.json();
  if (response.ok) show(form, answer);
  else say(answer.detail || answer.title);
};

export const enhance = (form) => {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || form.dataset.plain) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    send(form, button)
      .catch(() => {
        form.dataset.plain = "yes";
        form.requestSubmit(button);
      })
      .finally(() => delete form.dataset.busy);
  });
};
