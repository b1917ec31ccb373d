// Follows a job until it has ended, then shows the page of its end. Without this script the page reloads itself.
const job = document.getElementById("job");
if (job) {
  const bar = document.getElementById("bar");
  const look = async () => {
    try {
      const answer = await fetch(job.dataset.state, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 404) { location.reload(); return; }
      const told = await answer.json();
      if (told.ended) { location.reload(); return; }
      if (told.total) {
        bar.max = told.total;
        bar.value = told.done;
        document.getElementById("done").textContent = told.done;
        document.getElementById("total").textContent = told.total;
        document.getElementById("count").hidden = false;
      }
    } catch { /* the connection comes back */ }
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
}
