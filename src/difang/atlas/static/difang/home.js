// Type-ahead of the township search: a combobox over /search.json. Without it the form still works.
const input = document.getElementById("q");
const list = document.getElementById("ac");
const said = document.getElementById("ac-said");
let asked = "";
let chosen = -1;
let timer = 0;

input.setAttribute("role", "combobox");
input.setAttribute("aria-autocomplete", "list");
input.setAttribute("aria-controls", "ac");
close();

function close() {
  list.hidden = true;
  chosen = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function part(tag, text, className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

function named(name) {
  const whole = document.createElement("b");
  const at = name.toLowerCase().indexOf(asked.toLowerCase());
  if (at < 0) {
    whole.textContent = name;
    return whole;
  }
  whole.append(name.slice(0, at), part("mark", name.slice(at, at + asked.length)), name.slice(at + asked.length));
  return whole;
}

function option(result, place) {
  const item = document.createElement("li");
  item.id = `o${place}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.url = result.url;
  item.append(named(result.name), part("span", result.county), part("span", result.people, "r"));
  item.addEventListener("mousedown", (event) => {
    event.preventDefault();
    location.assign(result.url);
  });
  return item;
}

function choose(place) {
  const options = [...list.querySelectorAll("[role=option]")];
  if (!options.length) return;
  chosen = (place + options.length) % options.length;
  options.forEach((one, number) => one.setAttribute("aria-selected", String(number === chosen)));
  input.setAttribute("aria-activedescendant", options[chosen].id);
  options[chosen].scrollIntoView({ block: "nearest" });
}

async function ask() {
  asked = input.value.trim();
  if (!asked) return close();
  const mine = asked;
  const query = new URLSearchParams({ q: asked, lang: input.dataset.lang });
  const response = await fetch(`${input.dataset.search}?${query}`).catch(() => null);
  if (!response?.ok || mine !== input.value.trim()) return;
  const { results } = await response.json();
  list.replaceChildren(...results.map(option));
  chosen = -1;
  input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-expanded", String(results.length > 0));
  list.hidden = results.length === 0;
  said.textContent = results.length ? `${results.length} ${input.dataset.found}` : input.dataset.none;
}

input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, 120);
});
input.addEventListener("blur", close);
input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape") close();
  if (list.hidden) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(event.key === "ArrowDown" ? chosen + 1 : Math.max(chosen, 0) - 1);
  }
  if (event.key === "Enter" && chosen >= 0) {
    event.preventDefault();
    location.assign(list.children[chosen].dataset.url);
  }
});
