package dev.weir.alert;

import java.time.Instant;

/** Who changed what about the alerts, and when. Secrets are not in it. */
public record AlertChange(Instant at, String who, String what) {}
