/* Goes on by itself where a page is only a step on the way. */
export function enhance(form) {
  form.requestSubmit();
}
