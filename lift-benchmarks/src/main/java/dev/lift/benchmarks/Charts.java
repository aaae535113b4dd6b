package dev.lift.benchmarks;

import java.awt.Color;
import java.awt.Dimension;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.w3c.dom.Document;

/** Charts in SVG. */
final class Charts {
    private Charts() {}

    static void bars(Path file, String title, String axis, List<String> names, List<Double> values) throws IOException {
        HorizontalBarChart chart = new HorizontalBarChartBuilder()
                .width(900)
                .height(120 + 36 * names.size())
                .title(title)
                .xAxisTitle(axis)
                .build();
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setXAxisMaxLabelCount(99); // Of the axis of names, in fact: else some are left out.
        // Labels have all the digits that a value has.
        List<Double> rounded =
                values.stream().map(value -> (double) Math.round(value)).toList();
        chart.addSeries(axis, rounded, names);
        write(chart, chart.getStyler(), file);
    }

    static void scaling(Path file, String title, String x, String y, Map<String, Map<Integer, Double>> lines)
            throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(480)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        lines.forEach((name, points) -> chart.addSeries(
                name,
                points.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                points.values().stream().mapToDouble(Double::doubleValue).toArray()));
        write(chart, chart.getStyler(), file);
    }

    private static void write(Chart<?, ?> chart, Styler styler, Path file) throws IOException {
        styler.setChartBackgroundColor(Color.WHITE);
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
        context.setPrecision(1); // Of a pixel; with more, the outlines of letters make half a megabyte.
        SVGGraphics2D graphics = new SVGGraphics2D(context, /* textAsShapes= */ false);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        graphics.setSVGCanvasSize(new Dimension(chart.getWidth(), chart.getHeight()));
        try (Writer out = Files.newBufferedWriter(file)) {
            graphics.stream(out, /* useCss= */ true);
        }
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
