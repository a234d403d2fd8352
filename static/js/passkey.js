/* Makes passkeys and signs in with them. Without scripts, or without passkeys in the browser, the form stays hidden. */
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const send = async (url, body) => {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.problem || said.detail || "");
  return said;
};

const listed = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

const readable = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
  ...(options.excludeCredentials && { excludeCredentials: listed(options.excludeCredentials) }),
  ...(options.allowCredentials && { allowCredentials: listed(options.allowCredentials) }),
});

const plain = (credential) => {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const kept = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: Object.fromEntries(kept) };
};

/* Passkeys are bound to the name of a site: one that is reached by a number cannot have them. */
const possible = () => window.PublicKeyCredential && window.isSecureContext && !/^\[|^[\d.]+$/.test(window.location.hostname);

export const enhance = (form) => {
  if (!possible()) return;
  form.hidden = false;
  const problem = form.querySelector("[data-passkey-problem]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      const publicKey = readable(await send(form.dataset.optionsUrl, {}));
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
      const name = form.elements.name?.value ?? "";
      const { url } = await send(form.dataset.url, { credential: plain(credential), name, next: form.dataset.next ?? "/" });
      window.location.assign(url);
    } catch (error) {
      problem.textContent = (error instanceof DOMException ? "" : error.message) || form.dataset.failed;
      problem.hidden = false;
    }
  });
};
