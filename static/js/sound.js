/* Chapters that seek in the player above them, and a choice of speed. Without this the links open the sound at their place. */
const SPEEDS = [0.75, 1, 1.25, 1.5, 2];

const choice = (audio, label) => {
  const field = document.createElement("label");
  field.className = "voice-speed";
  const select = document.createElement("select");
  select.append(...SPEEDS.map((speed) => new Option(`${speed}×`, speed, speed === 1, speed === 1)));
  select.addEventListener("change", () => { audio.playbackRate = Number(select.value); });
  field.append(label, " ", select);
  return field;
};

export const enhance = (voice) => {
  const audio = voice.querySelector("audio");
  voice.querySelector(".voice-head").append(choice(audio, voice.dataset.speed));
  const marks = [...voice.querySelectorAll("[data-at]")];
  marks.forEach((mark) => mark.addEventListener("click", (event) => {
    event.preventDefault();
    audio.currentTime = Number(mark.dataset.at);
    audio.play();
  }));
  audio.addEventListener("timeupdate", () => {
    const now = marks.findLast((mark) => Number(mark.dataset.at) <= audio.currentTime);
    marks.forEach((mark) => mark.toggleAttribute("data-now", mark === now && !audio.paused));
  });
  /* One voice at a time. */
  audio.addEventListener("play", () => {
    document.querySelectorAll("audio").forEach((other) => { if (other !== audio) other.pause(); });
  });
};
