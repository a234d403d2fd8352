/* Fills in where the reader is, once they ask for it; to a thousandth of a degree, which is enough for a walk. */
export function enhance(form) {
  const button = form.querySelector("[data-near-here]");
  const said = form.querySelector("[data-near-said]");
  if (!("geolocation" in navigator)) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.town.value = "";
        form.elements.lat.value = coords.latitude.toFixed(3);
        form.elements.lon.value = coords.longitude.toFixed(3);
        form.requestSubmit();
      },
      () => {
        button.disabled = false;
        said.textContent = form.dataset.nearRefused;
      },
      { maximumAge: 60000, timeout: 15000 },
    );
  });
}
