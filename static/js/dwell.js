/* Counts for how long somebody looks at an artefact or listens to it, during a visit that they began; never without one.
   Time counts while the page is seen and somebody touched it within ten seconds, and while a voice speaks: in a pocket,
   with a dark screen, a phone tells that afterwards from how far the voice has come. Sends running totals, which may
   come late or twice; what could not be sent waits on the phone. */
import { body, recall, remember, send, store } from "./visit.js";

const IDLE = 10_000;
const BEAT = 10_000;
const TICK = 1000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "scroll", "touchmove"];
const WAYS = { rooms: "list", works: "list", nearby: "nearby" };

const freshKey = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(12)))).replace(/\+/g, "-").replace(/\//g, "_");

/* A link says how somebody came where it matters; coming from a list shows in where they were. */
const wayHere = (said) => {
  if (said !== "link" || !document.referrer.startsWith(`${window.location.origin}/`)) return said;
  const parts = new URL(document.referrer).pathname.split("/");
  return WAYS[parts[3]] ?? WAYS[parts[1]] ?? "link";
};

class Look {
  constructor(artefact, by) {
    Object.assign(this, { key: freshKey(), artefact, by, opened: Date.now(), active: 0, audio: 0, depth: 1, seq: 0, closed: false });
    store("look", this.key);
  }

  /* Whoever lets the page lie has looked away: the end of that look is known, whatever becomes of later messages. */
  total(idle) {
    this.seq += 1;
    const { opened, ...said } = this;
    const [active, audio] = [Math.round(this.active), Math.round(this.audio)];
    return { ...said, age: Date.now() - opened, active, audio, closed: this.closed || idle, at: Date.now() };
  }
}

const depthSeen = () => {
  const open = [...document.querySelectorAll("details[data-depth][open]")];
  const seen = open.filter((layer) => layer.getBoundingClientRect().top < window.innerHeight).map((layer) => layer.dataset.depth);
  return seen.includes("scholar") ? 3 : seen.includes("story") ? 2 : 1;
};

/* What a voice has told since it was last asked, in milliseconds of listening; a jump is no listening. */
class Voice {
  constructor(audio) {
    this.audio = audio;
    this.here();
    audio.addEventListener("seeking", () => this.here());
    audio.addEventListener("play", () => this.here());
  }

  here() {
    this.position = this.audio.currentTime;
    this.asked = Date.now();
  }

  heard() {
    const told = ((this.audio.currentTime - this.position) * 1000) / (this.audio.playbackRate || 1);
    const passed = Date.now() - this.asked;
    this.here();
    return told > 0 ? Math.min(told, passed + 1000) : 0;
  }
}

export const enhance = (article) => {
  const bar = document.querySelector("[data-dwell]");
  /* What another visit left unsent is not for this one. */
  if (bar && recall("visit")?.token !== bar.dataset.token) store("totals", {});
  if (bar) store("visit", { token: bar.dataset.token, url: bar.dataset.url });
  const visit = recall("visit");
  if (!visit) return;

  const artefact = Number(article.dataset.artefact);
  const voices = [...article.querySelectorAll("audio")].map((audio) => new Voice(audio));
  let look = new Look(artefact, wayHere(bar?.dataset.by ?? "link"));
  let touched = Date.now();
  let counted = Date.now();
  let visible = document.visibilityState === "visible";

  const count = () => {
    const now = Date.now();
    const heard = voices.reduce((sum, voice) => sum + voice.heard(), 0);
    const until = Math.min(now, touched + IDLE);
    /* A page that slept counts nothing for it: ticks come every second while it is awake. */
    const seen = visible ? Math.min(Math.max(0, until - counted), 2 * TICK) : 0;
    look.active += Math.max(seen, heard);
    look.audio += heard;
    look.depth = Math.max(look.depth, depthSeen());
    counted = now;
  };

  const idle = () => Date.now() - touched >= IDLE && voices.every((voice) => voice.audio.paused);

  const beat = () => {
    count();
    remember(look.total(idle()));
    send();
  };

  /* What a browser sends while it goes is not confirmed: it is sent again with the next page, which does no harm. */
  const leave = (closed) => {
    count();
    look.closed ||= closed;
    remember(look.total(idle()));
    navigator.sendBeacon(visit.url, new Blob([body()], { type: "application/json" }));
  };

  const comeBack = () => {
    count();
    touched = Date.now();
    /* Something else was looked at in between, here or in another tab: this is another look. */
    if (look.closed || recall("look") !== look.key) look = new Look(artefact, "link");
  };

  const touch = () => {
    if (Date.now() - touched < TICK / 4) return;
    count();
    touched = Date.now();
  };

  TOUCHES.forEach((name) => addEventListener(name, touch, { passive: true, capture: true }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave(false);
    else comeBack();
    visible = document.visibilityState === "visible";
  });
  addEventListener("pagehide", () => leave(true));
  addEventListener("pageshow", (event) => { if (event.persisted) comeBack(); });
  addEventListener("online", beat);
  setInterval(count, TICK);
  setInterval(beat, BEAT);
  /* At once, so that a look is known of even where nothing more comes of it. */
  beat();
};
