/* Keeps "4 minutes ago" true while a page stands open. Days are those of the reader's calendar; older than a week, the date
   that the server wrote stays. */
const UNITS = [["hour", 3_600], ["minute", 60]];
const DAY = 86_400;
const { lang, dataset } = document.documentElement;

const calendar = new Intl.DateTimeFormat("en-CA", { timeZone: dataset.zone || "UTC", year: "numeric", month: "2-digit", day: "2-digit" });
const dayOf = (moment) => Date.parse(calendar.format(moment)) / (DAY * 1000);

const relative = (format, then, seconds) => {
  if (seconds >= DAY) return format.format(dayOf(then) - dayOf(Date.now()), "day");
  const [unit, size] = UNITS.find(([, length]) => seconds >= length);
  return format.format(-Math.floor(seconds / size), unit);
};

export const refresh = () => {
  const format = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const then = Date.parse(time.dateTime);
    const seconds = (Date.now() - then) / 1000;
    if (seconds >= 60 && seconds < 7 * DAY) time.textContent = relative(format, then, seconds);
  }
};

export const start = () => {
  refresh();
  setInterval(() => { if (!document.hidden) refresh(); }, 60_000);
};
