// A click on the township's outline fills in longitude and latitude.
const map = document.querySelector(".sitemap");
const longitude = document.getElementById("id_longitude");
const latitude = document.getElementById("id_latitude");
if (map && longitude && latitude) {
  map.addEventListener("click", (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    const { west, north, scale, cosine, margin } = map.dataset;
    longitude.value = (Number(west) + (point.x - margin) / (scale * cosine)).toFixed(5);
    latitude.value = (Number(north) - (point.y - margin) / scale).toFixed(5);
    const spot = map.querySelector(".spot");
    spot.setAttribute("cx", point.x);
    spot.setAttribute("cy", point.y);
  });
}
