package bench;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.compiler.client.CompilerArguments;
import com.espertech.esper.compiler.client.EPCompilerProvider;
import com.espertech.esper.runtime.client.EPEventService;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One cold pass of Esper over the events of a file that is in memory before the clock starts. Prints what it measured as JSON. */
public final class Main {
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Joins.load(folder.resolve("joins.tsv"));
        List<Event> events = Files.readAllLines(folder.resolve("events.tsv")).stream().map(Event::of).toList();

        Configuration configuration = new Configuration();
        configuration.getRuntime().getThreading().setInternalTimerEnabled(false);
        configuration.getCommon().addImport(Joins.class);
        for (Class<?> type : List.of(Event.Login.class, Event.Brought.class, Event.Credential.class, Event.Lease.class, Event.Other.class))
            configuration.getCommon().addEventType(type.getSimpleName(), type);
        EPRuntime runtime = EPRuntimeProvider.getRuntime("bench", configuration);
        EPEventService service = runtime.getEventService();
        service.advanceTime(events.get(0).getAt());

        StringBuilder module = new StringBuilder();
        Rules.EPL.forEach((name, epl) -> module.append("@public @name('").append(name).append("') ").append(epl).append(";\n"));
        EPCompiled compiled = EPCompilerProvider.getCompiler().compile(module.toString(), new CompilerArguments(configuration));
        Map<String, long[]> found = new TreeMap<>();
        for (var statement : runtime.getDeploymentService().deploy(compiled).getStatements()) {
            if (statement.getName().startsWith("in:")) continue;
            long[] count = found.computeIfAbsent(statement.getName(), name -> new long[1]);
            statement.addListener((fresh, old, s, r) -> count[0] += fresh == null ? 0 : fresh.length);
        }

        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime(), start = System.nanoTime(), clock = 0;
        for (Event event : events) {
            if (event.getAt() > clock) service.advanceTime(clock = event.getAt());
            Joins.note(event);
            service.sendEventBean(event, event.getClass().getSimpleName());
        }
        double wall = (System.nanoTime() - start) / 1e6, used = (system.getProcessCpuTime() - cpu) / 1e6;

        String extra = found.entrySet().stream().map(e -> "\"" + e.getKey() + "\":" + e.getValue()[0]).collect(Collectors.joining(","));
        System.out.printf(java.util.Locale.ROOT, "{\"events\":%d,\"wall\":%.3f,\"cpu\":%.3f,\"rss\":%d,\"extra\":{%s}}%n",
            events.size(), wall, used, peak(), extra);
        System.exit(0);
    }

    private static long peak() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status")))
            if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        return 0;
    }

    private Main() {}
}
