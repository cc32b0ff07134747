package bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** The rules in EPL. A window of `within` holds both ends, so it is a millisecond longer. */
final class Rules {
    static final Map<String, String> EPL = new LinkedHashMap<>();

    /** What a filter can index stands in it; the joins are asked after it. */
    private static final String HAND = "Login(ok = true) as l where Joins.byHand(l)";

    static {
        EPL.put("ACC-01a", "select id from " + HAND + " and Joins.personal(l) and Joins.active(l) and not Joins.admin(l)"
            + " and Joins.outsideHours(l) and not Joins.onRoster(l) and not Joins.approvedChange(l)");
        EPL.put("ACC-01b", "select id from " + HAND + " and Joins.personal(l) and Joins.active(l) and Joins.admin(l)"
            + " and Joins.outsideHours(l) and not Joins.onRoster(l) and not Joins.approvedChange(l)");
        EPL.put("ACC-03a", "select id from Login(ok = true) as l where Joins.departedOrClosed(l) and Joins.known(l) and not Joins.admin(l)");
        EPL.put("ACC-03b", "select id from Login(ok = true) as l where Joins.departedOrClosed(l) and Joins.admin(l)");
        EPL.put("in:Seat", "insert into Seat select id, user, Joins.othersSeat(l) as seat from " + HAND
            + " and via != 'remote' and Joins.personal(l) and Joins.active(l) and Joins.othersSeat(l) is not null"
            + " and not Joins.itStaff(l) and not Joins.onRoster(l)");
        EPL.put("ACC-02b", "select id, user, count(distinct seat) from Seat#time(28800001 msec) group by user having count(distinct seat) >= 3");
        EPL.put("in:Wrong", "insert into Wrong select id, at, user, case when Joins.strange(l) then 1 else 0 end as strange,"
            + " Joins.byController(l) as controller from Login(ok = false) as l where Joins.wrongSecret(l) and not Joins.toldByItsMachine(l)");
        EPL.put("ACC-11a", "select id, user from Wrong#groupwin(user, controller)#length(5) group by user, controller"
            + " having count(*) = 5 and max(at) - min(at) <= 600000 and max(strange) = 1");
        EPL.put("in:Sprayed", "insert into Sprayed select id, ip, user from Login(ok = false) as l where Joins.wrongSecret(l)"
            + " and Joins.fromAnotherMachine(l) and not Joins.behindNat(l)");
        EPL.put("ACC-11d", "select id, ip, count(distinct user) from Sprayed#time(600001 msec) group by ip having count(distinct user) >= 10");
        EPL.put("ACC-11e", "select id from " + HAND
            + " and (select count(distinct user) from Sprayed#time(3600001 msec) as s where s.ip = l.ip) >= 10");
        EPL.put("SRC-01", "select a.id from pattern [every a=Brought(due > 0) ->"
            + " (timer:interval((a.due - a.at + 1) / 1000.0) and not Brought(pipeline = a.pipeline))]");
    }

    private Rules() {}
}
