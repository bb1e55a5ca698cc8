// Adds up, losses down, net as a line, in the colours of the page's theme.
(() => {
  const box = document.querySelector("[data-chart]");
  if (!box) return;
  const told = JSON.parse(box.dataset.chart);
  const chart = window.echarts.init(box, null, { renderer: "canvas" });
  // The theme mixes colours in ways that the chart cannot read: a painted pixel it can.
  const pixel = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const colour = (name) => {
    pixel.clearRect(0, 0, 1, 1);
    box.style.color = `var(${name})`;
    pixel.fillStyle = getComputedStyle(box).color;
    pixel.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data;
    return `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`;
  };
  const series = (one, more) => ({ name: one.name, data: one.is, ...more });

  const draw = () => {
    const quiet = colour("--shell-quiet"), line = colour("--tblr-border-color"), body = colour("--tblr-body-color");
    chart.setOption({
      animation: false,
      color: [colour("--tblr-primary"), colour("--tblr-orange"), body],
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: 8, top: 40, bottom: 8, containLabel: true },
      legend: { top: 0, textStyle: { color: body } },
      tooltip: {
        trigger: "axis",
        confine: true,
        renderMode: "richText",  // drawn: markup with styles would break the policy
        backgroundColor: colour("--tblr-bg-surface"),
        borderColor: line,
        textStyle: { color: body },
        valueFormatter: (value) => String(value).replace("-", "−"),
      },
      xAxis: {
        type: "category",
        data: told.days,
        axisLabel: { color: quiet, formatter: (day) => day.slice(5) },
        axisLine: { lineStyle: { color: line }, onZero: false },
        axisTick: { show: false },
      },
      yAxis: { type: "value", minInterval: 1, axisLabel: { color: quiet }, splitLine: { lineStyle: { color: line } } },
      series: [
        series(told.adds, { type: "bar", stack: "day", barMaxWidth: 28 }),
        series(told.losses, { type: "bar", stack: "day" }),
        series(told.net, { type: "line", symbol: "circle", symbolSize: 5, lineStyle: { width: 2 } }),
      ],
    });
  };

  draw();
  new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  new ResizeObserver(() => chart.resize()).observe(box);
})();
