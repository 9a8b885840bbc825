package dev.weir.flow.store;

import dev.weir.flow.EpochNanos;
import dev.weir.net.Direction;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/** A {@link PairPort} as an answer has it. */
record PairPortRow(PairRow pair, PairPort.Judged judged, long wouldDeny, Instant first, Instant last) {

    /** After the columns of {@link PairRow}: would deny, first, last, ingress, denied, protocol, port. */
    static PairPortRow read(ResultSet row) throws SQLException {
        PairPort.Judged judged = new PairPort.Judged(
                row.getBoolean(8) ? Direction.INGRESS : Direction.EGRESS,
                row.getBoolean(9) ? Verdict.DENIED : Verdict.ALLOWED,
                new Protocol(row.getInt(10)),
                row.getInt(11));
        return new PairPortRow(
                PairRow.read(row),
                judged,
                row.getLong(5),
                EpochNanos.to(row.getLong(6)),
                EpochNanos.to(row.getLong(7)));
    }

    PairPort named(Map<Long, KnownEnd> ends) {
        return new PairPort(pair.named(ends), judged, wouldDeny, first, last);
    }
}
