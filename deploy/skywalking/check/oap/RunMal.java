import com.google.common.collect.ImmutableMap;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javassist.ClassClassPath;
import javassist.ClassPool;
import javassist.CtClass;
import javassist.CtNewConstructor;
import javassist.CtNewMethod;
import org.apache.skywalking.oap.meter.analyzer.Analyzer;
import org.apache.skywalking.oap.meter.analyzer.dsl.Sample;
import org.apache.skywalking.oap.meter.analyzer.dsl.SampleFamily;
import org.apache.skywalking.oap.meter.analyzer.dsl.SampleFamilyBuilder;
import org.apache.skywalking.oap.server.core.analysis.meter.Meter;
import org.apache.skywalking.oap.server.core.analysis.meter.MeterEntity;
import org.apache.skywalking.oap.server.core.analysis.meter.MeterSystem;
import org.apache.skywalking.oap.server.core.analysis.meter.ScopeType;
import org.apache.skywalking.oap.server.core.analysis.meter.function.AcceptableValue;
import org.apache.skywalking.oap.server.core.analysis.meter.function.avg.AvgFunction;
import org.apache.skywalking.oap.server.core.analysis.meter.function.avg.AvgHistogramPercentileFunction;
import org.apache.skywalking.oap.server.core.analysis.meter.function.sum.SumFunction;
import org.apache.skywalking.oap.server.core.analysis.meter.function.sum.SumHistogramPercentileFunction;
import org.apache.skywalking.oap.server.core.analysis.meter.function.sum.SumLabeledFunction;
import org.apache.skywalking.oap.server.core.analysis.meter.function.sumpermin.SumPerMinFunction;
import org.apache.skywalking.oap.server.core.analysis.metrics.DataTable;
import org.apache.skywalking.oap.server.core.analysis.metrics.LabeledValueHolder;
import org.apache.skywalking.oap.server.core.analysis.metrics.LongValueHolder;
import org.apache.skywalking.oap.server.core.config.NamingControl;
import org.apache.skywalking.oap.server.core.config.group.EndpointNameGrouping;

/**
 * MAL as OAP has it, without storage and receivers. Reads lines of JSON: first the rules, then one batch a line; writes a
 * line of JSON for each metric, entity and minute.
 */
public class RunMal {
    static final Map<String, Class<?>> FUNCTIONS = Map.of(
        "avg", AvgFunction.class,
        "sumPerMin", SumPerMinFunction.class,
        "sum", SumFunction.class,
        "sumLabeled", SumLabeledFunction.class,
        "avgHistogramPercentile", AvgHistogramPercentileFunction.class,
        "sumHistogramPercentile", SumHistogramPercentileFunction.class);

    /** Keeps what OAP would hand to its workers, and joins it as they do. */
    static class Meters extends MeterSystem {
        final Map<String, Meter> cells = new LinkedHashMap<>();
        private final Map<String, Class<?>> classes = new HashMap<>();
        private final Map<Class<?>, String> names = new HashMap<>();

        Meters() {
            super(null);
        }

        @Override
        public synchronized <T> void create(String metric, String function, ScopeType scope) {
            Class<?> base = FUNCTIONS.get(function);
            if (base == null) {
                throw new IllegalArgumentException(metric + ": " + function + " is not known to this check");
            }
            try {
                ClassPool pool = new ClassPool(true);
                pool.appendClassPath(new ClassClassPath(RunMal.class));
                CtClass made = pool.makeClass("Made_" + metric, pool.get(base.getName()));
                made.addConstructor(CtNewConstructor.defaultConstructor(made));
                made.addMethod(CtNewMethod.make(
                    "public " + AcceptableValue.class.getName() + " createNew() { return new Made_" + metric + "(); }", made));
                Class<?> concrete = made.toClass(RunMal.class);
                classes.put(metric, concrete);
                names.put(concrete, metric);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> AcceptableValue<T> buildMetrics(String metric, Class<T> type) {
            try {
                return (AcceptableValue<T>) classes.get(metric).getDeclaredConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void doStreamingCalculation(AcceptableValue value) {
            Meter meter = (Meter) value;
            String key = names.get(meter.getClass()) + "\n" + entityOf(meter) + "\n" + meter.getTimeBucket();
            Meter held = cells.putIfAbsent(key, meter);
            if (held != null) {
                held.combine(meter);
            }
        }

        private static String entityOf(Meter meter) {
            try {
                return (String) meter.getClass().getMethod("getEntityId").invoke(meter);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        MeterEntity.setNamingControl(new NamingControl(512, 512, 512, new EndpointNameGrouping()));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Meters meters = new Meters();
        List<Analyzer> analyzers = new ArrayList<>();
        for (JsonElement each : JsonParser.parseString(in.readLine()).getAsJsonArray()) {
            JsonObject rule = each.getAsJsonObject();
            analyzers.add(Analyzer.build(
                rule.get("metric").getAsString(), rule.get("filter").getAsString(), rule.get("expression").getAsString(), meters));
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            ImmutableMap<String, SampleFamily> families = read(line);
            analyzers.forEach(analyzer -> analyzer.analyse(families));
        }
        meters.cells.forEach(RunMal::print);
    }

    static ImmutableMap<String, SampleFamily> read(String line) {
        ImmutableMap.Builder<String, SampleFamily> families = ImmutableMap.builder();
        JsonParser.parseString(line).getAsJsonObject().entrySet().forEach(family -> {
            List<Sample> samples = new ArrayList<>();
            for (JsonElement each : family.getValue().getAsJsonArray()) {
                JsonObject sample = each.getAsJsonObject();
                ImmutableMap.Builder<String, String> labels = ImmutableMap.builder();
                sample.getAsJsonObject("labels").entrySet().forEach(label -> labels.put(label.getKey(), label.getValue().getAsString()));
                samples.add(Sample.builder().name(family.getKey()).labels(labels.build())
                                  .timestamp(sample.get("time").getAsLong()).value(sample.get("value").getAsDouble()).build());
            }
            families.put(family.getKey(), SampleFamilyBuilder.newBuilder(samples.toArray(new Sample[0]))
                                                             .defaultHistogramBucketUnit(TimeUnit.MILLISECONDS).build());
        });
        return families.build();
    }

    static void print(String key, Meter meter) {
        meter.calculate();
        Map<String, Long> values = new LinkedHashMap<>();
        if (meter instanceof LongValueHolder) {
            values.put("", ((LongValueHolder) meter).getValue());
        } else {
            DataTable table = ((LabeledValueHolder) meter).getValue();
            table.keys().forEach(label -> values.put(label, table.get(label)));
        }
        JsonArray line = new JsonArray();
        for (String part : key.split("\n")) {
            line.add(part);
        }
        line.add(new Gson().toJsonTree(values));
        System.out.println(line);
    }
}
