/* Keeps "4 minutes ago" true while a page stands open. Older than a week: the date that the server wrote stays. */
const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60]];
const WEEK = 7 * 86_400;

const relative = (format, seconds) => {
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ["minute", 60];
  return format.format(-Math.floor(seconds / size), unit);
};

export const refresh = () => {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
    if (seconds >= 60 && seconds < WEEK) time.textContent = relative(format, seconds);
  }
};

export const start = () => {
  refresh();
  setInterval(() => { if (!document.hidden) refresh(); }, 60_000);
};
