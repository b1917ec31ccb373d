// "Near me": the browser reads its position and compares it here with the middle of every township.
// The position stays in this file: nothing that is fetched or linked depends on it but the place chosen.
const near = document.getElementById("near");
const button = near.querySelector("button");
const said = near.querySelector("[role=status]");
const list = near.querySelector("ul");
const SHOWN = 3;
const FARTHEST = 100;
const KILOMETRES_A_DEGREE = 111.2;
const PATIENCE = { enableHighAccuracy: false, timeout: 15000, maximumAge: 600000 };

if (navigator.geolocation && window.isSecureContext) {
  near.hidden = false;
  button.addEventListener("click", find);
}

function position() {
  return new Promise((found, failed) => navigator.geolocation.getCurrentPosition(found, failed, PATIENCE));
}

function distance(place, { longitude, latitude }) {
  const across = (place.lon - longitude) * Math.cos((latitude * Math.PI) / 180);
  return Math.hypot(across, place.lat - latitude) * KILOMETRES_A_DEGREE;
}

function part(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function row({ place, far }) {
  const item = document.createElement("li");
  const link = part("a", place.name);
  link.href = place.url;
  item.append(link, part("span", place.county), part("span", `${far.toFixed(1)} ${near.dataset.kilometres}`));
  return item;
}

async function find() {
  button.disabled = true;
  list.replaceChildren();
  said.textContent = near.dataset.seeking;
  said.textContent = await answer();
  button.disabled = false;
}

async function answer() {
  const response = await fetch(near.dataset.centres).catch(() => null);
  if (!response?.ok) return near.dataset.broken;
  const { places } = await response.json();
  let here;
  try {
    here = (await position()).coords;
  } catch (error) {
    return near.dataset[{ 1: "denied", 3: "late" }[error.code] ?? "unavailable"];
  }
  const ordered = places.map((place) => ({ place, far: distance(place, here) })).sort((a, b) => a.far - b.far);
  if (ordered[0].far > FARTHEST) return near.dataset.far;
  list.replaceChildren(...ordered.slice(0, SHOWN).map(row));
  return near.dataset.found;
}
