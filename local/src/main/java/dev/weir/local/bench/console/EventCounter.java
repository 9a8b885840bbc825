package dev.weir.local.bench.console;

import java.util.concurrent.Flow;

/** Tells of each event of a stream of server-sent events that carries records. */
final class EventCounter implements Flow.Subscriber<String> {
    private final Runnable onEvent;

    EventCounter(Runnable onEvent) {
        this.onEvent = onEvent;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        if (line.equals("event:record")) {
            onEvent.run();
        }
    }

    @Override
    public void onError(Throwable ended) {
        // Streams end when the bench closes its connections; a tab that got too little is seen by its count.
    }

    @Override
    public void onComplete() {}
}
