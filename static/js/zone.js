/* Offers the time zone of the device where another one, or none, was chosen. */
export const enhance = (field) => {
  const select = field.querySelector("select");
  const offer = field.querySelector("[data-zone-offer]");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const option = [...select.options].find((one) => one.value === here);
  const show = () => { offer.hidden = !option || select.value === here; };
  if (!option) return;
  field.querySelector("[data-zone-name]").textContent = option.textContent;
  field.querySelector("[data-zone-take]").addEventListener("click", () => {
    select.value = here;
    show();
    select.focus();
  });
  select.addEventListener("change", show);
  show();
};
