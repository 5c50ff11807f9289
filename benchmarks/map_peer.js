/* The path of benchmarks/map_path.py on Leaflet's canvas: one step a frame, each redrawn whole, so that what a
   step lays bare is drawn in its frame. `window.told` has the times between frames in ms by part of the path. */
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const [west, south, east, north] = data.bounds;
  const colours = ["#8A94A3", "#14724F", "#8A5A00", "#B92B25"];
  const map = L.map("map", {
    preferCanvas: true, zoomSnap: 0, zoomControl: false, attributionControl: false, fadeAnimation: false,
    zoomAnimation: false, markerZoomAnimation: false, inertia: false,
  });
  map.fitBounds([[south, west], [north, east]], { animate: false });
  for (const ring of data.areas) {
    L.polygon(ring, { color: "#96A3B4", weight: 1, fillColor: "#F8FAFC", fillOpacity: 1, interactive: false }).addTo(map);
  }
  const marks = data.marks.map(([lat, lon, light]) => L.circleMarker([lat, lon], {
    radius: 5, stroke: false, fillColor: colours[light], fillOpacity: 1,
  }).addTo(map));

  let changed = 0;
  function change(began) {
    const due = Math.min(Math.floor(((performance.now() - began) * data.changesASecond) / 1000), data.changes.length);
    for (; changed < due; changed++) {
      const [key, lat, lon, light] = data.changes[changed];
      marks[key].setLatLng([lat, lon]).setStyle({ fillColor: colours[light] });
    }
  }

  function step([, dx, dy, zoom, x, y]) {
    if (zoom !== 1) map.setZoomAround(L.point(x, y), map.getZoom() + Math.log2(zoom), { animate: false });
    else map.panBy([-dx, -dy], { animate: false });
  }

  function frames(steps, act, done) {
    const found = [], began = performance.now();
    let n = 0, last = 0;
    function frame(now) {
      if (n > 0) found.push([steps[n - 1][0], now - last]);
      if (n === steps.length) { done(found); return; }
      last = now;
      change(began);
      act(steps[n++]);
      requestAnimationFrame(frame);
    }
    requestAnimationFrame(frame);
  }

  setTimeout(() => frames(data.steps, step, (told) => {
    window.told = told;
    document.title = "told";
  }), 500);
})();
