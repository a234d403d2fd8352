/* The one entry: each behaviour is fetched only by pages that hold something for it. Pages work without any of this. */
const BEHAVIOURS = {
  "form[data-vote]": "vote",
  "[data-live-score]": "live-score",
  "form[data-draft-url]": "draft",
  "[data-editor]": "preview",
  "[data-mention-url]": "mention",
  "[data-suggest-url]": "tags",
  "[data-similar-url]": "similar",
  "[data-password]": "password",
  "form[data-confirm]": "confirm",
  "form[data-passkey]": "passkey",
  "form[data-push]": "push",
  "[data-kept]": "offline",
  "[data-zone-choice]": "zone",
  "[data-arrange]": "arrange",
  "[data-queue]": "moderate",
  "form[data-go-on]": "go-on",
  "[data-sound]": "sound",
  "form[data-near]": "near",
  "[data-map]": "map",
  "[data-onward]": "next",
  "article[data-artefact]": "dwell",
  "[data-visit]": "visit",
  "[data-pack]": "pack",
  "[data-guide-digits]": "guide-digits",
};

const load = (name) => import(`./${name}.js`);

for (const [selector, name] of Object.entries(BEHAVIOURS)) {
  const elements = document.querySelectorAll(selector);
  if (elements.length) load(name).then((module) => elements.forEach(module.enhance));
}

/* Needed only once someone acts, or once the page has stood a while: not fetched before. */
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details[data-menu]") && event.target.open) load("menu").then((module) => module.opened(event.target));
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) {
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    load("keys").then((module) => module.focusSearch());
  }
});
const stayed = document.referrer.startsWith(`${window.location.origin}/`) || matchMedia("(display-mode: standalone)").matches;
if (stayed && "serviceWorker" in navigator) addEventListener("load", () => load("installing").then((module) => module.start()));
if (document.querySelector("time[data-relative]")) {
  setTimeout(() => load("time").then((module) => module.start()), 30_000);
}
