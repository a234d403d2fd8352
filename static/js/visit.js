/* What a phone keeps of a visit: the token for its totals, totals that wait for a network, and museums that were kept.
   All of it goes when the visit ends. */
const PREFIX = "atrium-visit-";
const MUSEUMS = "museum-";
const MOST = 100;

/* Where a browser keeps nothing, as in some private windows, a visit is counted page by page. */
export const recall = (name) => {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name));
  } catch {
    return null;
  }
};

export const store = (name, value) => {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    /* The page works without. */
  }
};

export const forgetVisit = () => {
  try {
    Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).forEach((name) => localStorage.removeItem(name));
  } catch {
    /* Nothing was kept. */
  }
};

export const forgetMuseums = async () => {
  if (!("caches" in window)) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(MUSEUMS)).map((name) => caches.delete(name)));
};

/* Totals that nobody has confirmed, by look. */
const waiting = () => recall("totals") ?? {};

export const remember = (total) => store("totals", { ...waiting(), [total.key]: total });

const confirmed = (sent) => {
  const left = waiting();
  for (const { key, seq } of sent) if (left[key]?.seq <= seq) delete left[key];
  store("totals", left);
};

/* What is sent: how old each total is instead of when it was made, as the clock of a phone may be wrong. */
export const body = (totals = Object.values(waiting())) => {
  const views = totals.slice(-MOST).map(({ at, ...total }) => ({ ...total, ago: Math.max(0, Date.now() - at) }));
  return JSON.stringify({ token: recall("visit")?.token ?? "", views });
};

/* Sends what waits. 410 says that the visit is not there any more. */
export const send = async () => {
  const visit = recall("visit");
  const totals = Object.values(waiting()).slice(-MOST);
  if (!visit || !totals.length) return;
  try {
    const answer = await fetch(visit.url, { method: "POST", body: body(totals), keepalive: true, headers: { "Content-Type": "application/json" } });
    if (answer.status === 410) forgetVisit();
    else if (answer.ok || answer.status === 422) confirmed(totals);
  } catch {
    /* No network: they wait. */
  }
};

/* On the page of a visit, and on the one that says that it is over. */
export const enhance = async (page) => {
  if (page.dataset.visit !== "over") {
    await send();
    return;
  }
  forgetVisit();
  await forgetMuseums();
};
