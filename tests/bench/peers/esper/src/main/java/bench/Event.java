package bench;

/** An observation: what all carry, and what the rules of the comparison read. Empty texts are absent fields. */
public class Event {
    private final String id, user, host, ip, from, via, refusal, code, system, pipeline;
    private final boolean ok, automatic, elevated;
    private final long at, due;

    Event(String[] c) {
        at = Long.parseLong(c[1]);
        id = c[2];
        user = absent(c[3]);
        host = absent(c[4]);
        ip = absent(c[5]);
        from = absent(c[6]);
        via = absent(c[7]);
        ok = c[8].equals("1");
        refusal = absent(c[9]);
        automatic = c[10].equals("1");
        elevated = c[11].equals("1");
        code = absent(c[12]);
        system = absent(c[13]);
        pipeline = absent(c[14]);
        due = c[15].isEmpty() ? 0 : Long.parseLong(c[15]);
    }

    private static String absent(String text) {
        return text.isEmpty() ? null : text.intern();
    }

    static Event of(String line) {
        String[] c = line.split("\t", -1);
        return switch (c[0]) {
            case "login" -> new Login(c);
            case "source.delivery" -> new Brought(c);
            case "password.change", "account.unlock", "account.enable", "account.create" -> new Credential(c);
            case "address.lease" -> new Lease(c);
            default -> new Other(c);
        };
    }

    public String getId() { return id; }
    public String getUser() { return user; }
    public String getHost() { return host; }
    public String getIp() { return ip; }
    public String getFrom() { return from; }
    public String getVia() { return via; }
    public String getRefusal() { return refusal; }
    public String getCode() { return code; }
    public String getSystem() { return system; }
    public String getPipeline() { return pipeline; }
    public boolean isOk() { return ok; }
    public boolean isAutomatic() { return automatic; }
    public boolean isElevated() { return elevated; }
    public long getAt() { return at; }
    /** Of a delivery: when the next is due at the latest, 0 where nobody expects one. */
    public long getDue() { return due; }

    public static final class Login extends Event { Login(String[] c) { super(c); } }
    public static final class Brought extends Event { Brought(String[] c) { super(c); } }
    public static final class Credential extends Event { Credential(String[] c) { super(c); } }
    public static final class Lease extends Event { Lease(String[] c) { super(c); } }
    public static final class Other extends Event { Other(String[] c) { super(c); } }
}
