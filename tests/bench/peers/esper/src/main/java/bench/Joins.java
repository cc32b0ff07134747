package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The directory as the rules ask it, as user functions over hash maps: rows of accounts, people and machines by civil day, working hours
 * and rosters as spans. Two registers are folded from events: who held an address, when a password was changed.
 */
public final class Joins {
    record Account(String kind, boolean admin, boolean enabled, String person) {}
    record Person(boolean active, boolean departed, boolean it, String unit) {}
    record Machine(String person, String role, String unit, boolean logged) {}
    record Network(boolean nat) {}
    record Span(long from, long to) {}
    record Change(String person, String machine, String unit, long from, long to) {}
    record Held(String host, long seen) {}

    private static final long DAY = 86_400_000L, VIETNAM = 7 * 3_600_000L;
    private static final Map<Long, Map<String, Account>> accounts = new HashMap<>();
    private static final Map<Long, Map<String, Person>> people = new HashMap<>();
    private static final Map<Long, Map<String, Machine>> machines = new HashMap<>();
    private static final Map<String, Network> networks = new HashMap<>();
    private static final Map<String, List<Span>> working = new HashMap<>();
    private static final Map<String, List<Span>> roster = new HashMap<>();
    private static final List<Change> changes = new ArrayList<>();
    private static final Map<String, Long> credentials = new HashMap<>();
    private static final Map<String, Held> leases = new HashMap<>();

    static void load(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String[] c = line.split("\t", -1);
            switch (c[0]) {
                case "account" -> day(accounts, c).put(c[2], new Account(c[3], yes(c[4]), yes(c[5]), text(c[6])));
                case "person" -> day(people, c).put(c[2], new Person(yes(c[3]), yes(c[4]), yes(c[5]), text(c[6])));
                case "machine" -> day(machines, c).put(c[2], new Machine(text(c[3]), c[4], text(c[5]), yes(c[6])));
                case "network" -> networks.put(c[1], new Network(yes(c[2])));
                case "working" -> spans(working, c);
                case "roster" -> spans(roster, c);
                case "change" -> changes.add(new Change(text(c[1]), text(c[2]), text(c[3]), Long.parseLong(c[4]), Long.parseLong(c[5])));
                default -> throw new IOException("unknown row " + c[0]);
            }
        }
    }

    private static boolean yes(String text) { return text.equals("1"); }
    private static String text(String text) { return text.isEmpty() ? null : text; }
    private static <T> Map<String, T> day(Map<Long, Map<String, T>> days, String[] c) {
        return days.computeIfAbsent(Long.parseLong(c[1]), d -> new HashMap<>());
    }
    private static void spans(Map<String, List<Span>> of, String[] c) {
        of.computeIfAbsent(c[1], k -> new ArrayList<>()).add(new Span(Long.parseLong(c[2]), Long.parseLong(c[3])));
    }
    private static <T> T on(Map<Long, Map<String, T>> days, String key, long at) {
        Map<String, T> map = key == null ? null : days.get((at + VIETNAM) / DAY);
        return map == null ? null : map.get(key);
    }
    private static boolean within(List<Span> spans, long at) {
        if (spans == null) return false;
        int low = 0, high = spans.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Span span = spans.get(middle);
            if (at < span.from) high = middle - 1;
            else if (at > span.to) low = middle + 1;
            else return true;
        }
        return false;
    }

    /** Registers of events: before the event is sent, so that it sees itself in them. */
    static void note(Event e) {
        if (e instanceof Event.Credential && e.getUser() != null) credentials.put(e.getUser(), e.getAt());
        else if (e instanceof Event.Lease && e.getIp() != null) leases.put(e.getIp(), new Held(e.getHost(), e.getAt()));
    }

    private static Account account(Event e) { return on(accounts, e.getUser(), e.getAt()); }
    private static Person person(Event e) {
        Account account = account(e);
        return account == null ? null : on(people, account.person, e.getAt());
    }
    private static Machine origin(Event e) {
        String host = e.getFrom();
        if (host == null && e.getIp() != null) {
            Held held = leases.get(e.getIp());
            if (held != null && e.getAt() - held.seen <= 8 * DAY) host = held.host;
        }
        return on(machines, host, e.getAt());
    }
    private static boolean remote(String ip) {
        return ip != null && !(ip.startsWith("127.") || ip.equals("::1") || ip.startsWith("::ffff:127.") || ip.equals("-")
            || ip.equals("0.0.0.0") || ip.equals("::") || ip.toLowerCase().startsWith("fe80:"));
    }

    public static boolean personal(Event e) {
        Account account = account(e);
        return account != null && account.kind.equals("personal");
    }
    public static boolean admin(Event e) {
        Account account = account(e);
        return e.isElevated() || (account != null && account.admin);
    }
    public static boolean known(Event e) { return account(e) != null; }
    public static boolean active(Event e) {
        Person person = person(e);
        return person != null && person.active;
    }
    public static boolean outsideHours(Event e) {
        Person person = person(e);
        return person != null && person.unit != null && working.containsKey(person.unit) && !within(working.get(person.unit), e.getAt());
    }
    public static boolean onRoster(Event e) {
        Account account = account(e);
        if (account == null || account.person == null) return false;
        List<Span> spans = roster.get(account.person);
        if (spans != null) for (Span span : spans) if (span.from <= e.getAt() && e.getAt() < span.to) return true;
        return false;
    }
    public static boolean approvedChange(Event e) {
        Account account = account(e);
        Person person = person(e);
        for (Change change : changes) {
            if (e.getAt() < change.from || e.getAt() >= change.to) continue;
            if (change.machine != null && !change.machine.equals(e.getHost())) continue;
            if (change.person == null ? person != null && person.it : account != null && change.person.equals(account.person)) return true;
        }
        return false;
    }
    public static boolean departedOrClosed(Event e) {
        Account account = account(e);
        if (account == null) return false;
        if (!account.enabled) return true;
        Person person = person(e);
        return account.kind.equals("personal") && person != null && person.departed;
    }
    public static boolean wrongSecret(Event e) {
        String why = e.getRefusal();
        return !e.isOk() && !"disabled".equals(why) && !"expired".equals(why) && !"outside-hours".equals(why);
    }
    public static boolean byHand(Event e) {
        String via = e.getVia();
        return !e.isAutomatic() && !"network".equals(via) && !"service".equals(via) && !"batch".equals(via);
    }
    public static boolean fromAnotherMachine(Event e) { return remote(e.getIp()); }
    public static boolean behindNat(Event e) {
        Network network = e.getIp() == null ? null : networks.get(e.getIp());
        return network != null && network.nat;
    }
    public static boolean byController(Event e) {
        String code = e.getCode();
        return "4768".equals(code) || "4771".equals(code) || "4776".equals(code);
    }
    /** A controller's record of a log-in that the machine it came from logs itself. */
    public static boolean toldByItsMachine(Event e) {
        if (!byController(e)) return false;
        Machine origin = origin(e);
        return origin != null && origin.logged;
    }
    public static boolean strange(Event e) {
        String via = e.getVia();
        if ("service".equals(via) || "batch".equals(via) || ("application".equals(via) && e.isAutomatic())) return false;
        Account account = account(e);
        Machine madeAt = origin(e);
        if (madeAt == null && !remote(e.getIp()) && e.getFrom() == null && !"network".equals(via) && !"remote".equals(via))
            madeAt = on(machines, e.getHost(), e.getAt());
        if (account != null && account.person != null && madeAt != null && account.person.equals(madeAt.person)) return false;
        if (madeAt == null && !(remote(e.getIp()) && !networks.containsKey(e.getIp()))) return false;
        Long changed = credentials.get(e.getUser());
        return changed == null || e.getAt() - changed > DAY;
    }
    /** Whose machine it was, where it is somebody else's own place of work; null otherwise. */
    public static String othersSeat(Event e) {
        String system = e.getSystem();
        boolean application = e.getHost() == null || (system != null && !system.equals("windows") && !system.equals("linux"));
        Machine seat = application ? origin(e) : on(machines, e.getHost(), e.getAt());
        Account account = account(e);
        if (seat == null || seat.person == null || account == null || account.person == null || account.person.equals(seat.person)) return null;
        return switch (seat.role) {
            case "shared", "meeting", "kiosk", "diskless", "display", "server" -> null;
            default -> seat.person;
        };
    }
    public static boolean itStaff(Event e) {
        Person person = person(e);
        return person != null && person.it;
    }

    private Joins() {}
}
