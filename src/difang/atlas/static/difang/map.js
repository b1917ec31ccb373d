// Adds to the map page: choosing submits at once, a place on the map says its value, a citation is copied.

const form = document.querySelector("form.www");
if (form) {
  form.querySelector(".go")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}

const note = document.createElement("p");
note.className = "hover";
note.hidden = true;
document.body.append(note);

function show(shape, x, y) {
  note.textContent = shape.querySelector("title")?.textContent ?? "";
  note.hidden = !note.textContent;
  const left = Math.min(x + 14, window.innerWidth - note.offsetWidth - 8);
  note.style.left = `${Math.max(8, left)}px`;
  note.style.top = `${y + 14}px`;
}

for (const map of document.querySelectorAll(".cm svg")) {
  map.addEventListener("pointermove", (event) => {
    const shape = event.target.closest("[data-code]");
    if (shape) show(shape, event.clientX, event.clientY);
    else note.hidden = true;
  });
  map.addEventListener("pointerleave", () => { note.hidden = true; });
  map.addEventListener("focusin", (event) => {
    const shape = event.target.closest("[data-code]");
    if (!shape) return;
    const box = shape.getBoundingClientRect();
    show(shape, box.right, box.bottom);
  });
  map.addEventListener("focusout", () => { note.hidden = true; });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.dataset.done = "yes";
  });
}
