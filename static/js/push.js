/* Asks the browser to take news, after a click and never before; tells the server where to send it. */
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const subscribe = async (form) => {
  if (await Notification.requestPermission() !== "granted") throw new Error();
  await navigator.serviceWorker.register("/service-worker.js");
  const worker = await navigator.serviceWorker.ready;
  const wanted = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.siteKey) };
  const known = await worker.pushManager.getSubscription();
  if (known && text(known.options.applicationServerKey) !== form.dataset.siteKey) await known.unsubscribe();
  const subscription = await worker.pushManager.subscribe(wanted);
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ endpoint: subscription.endpoint, key: text(subscription.getKey("p256dh")), secret: text(subscription.getKey("auth")) }),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.problem || said.detail || "");
  window.location.assign(said.url);
};

export const enhance = (form) => {
  if (!("PushManager" in window && "Notification" in window && "serviceWorker" in navigator)) return;
  form.hidden = false;
  document.querySelector("[data-push-missing]").hidden = true;
  const problem = form.querySelector("[data-push-problem]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      await subscribe(form);
    } catch (error) {
      problem.textContent = (error instanceof DOMException ? "" : error.message) || form.dataset.failed;
      problem.hidden = false;
    }
  });
};
