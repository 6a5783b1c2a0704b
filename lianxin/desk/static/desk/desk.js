// What every page does with scripts on. All of it is extra: the pages work without.
document.documentElement.classList.add("js");

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A number shown in full hides by its style after a minute, scripts or not; here it goes for good.
document.addEventListener("animationend", (event) => {
  if (event.target.matches(".once")) event.target.remove();
});

// A second press of a button must not send the form twice; the request id would catch it, this says so sooner.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  // Where a file comes instead of a page, nothing says that it has come.
  else if (form.method === "post" && !("file" in form.dataset)) form.dataset.sent = "yes";
});
window.addEventListener("pageshow", unlock);
document.addEventListener("htmx:afterRequest", unlock);

function unlock() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
}
