package io.keyweave.observability;

import io.keyweave.RequestCost;
import io.keyweave.SecretStatus;
import io.keyweave.ServiceUsage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the requests of one scheme cost.
 *
 * @param scheme of the placeholders
 * @param requests so far
 * @param requestsPerMonth in a month of 30 days at the current ttls
 * @param cost what its service publishes, or {@code null}
 */
record SchemeTotals(String scheme, long requests, double requestsPerMonth, @Nullable RequestCost cost) {

    /** Of every scheme that was asked, in alphabetical order. */
    static List<SchemeTotals> of(List<ServiceUsage> services, List<SecretStatus> all) {
        List<SchemeTotals> totals = new ArrayList<>();
        for (ServiceUsage service : services) {
            double requests = 0;
            for (SecretStatus status : all) {
                requests += status.ref().scheme().equals(service.scheme()) ? Totals.requestsPerMonth(status) : 0;
            }
            totals.add(new SchemeTotals(service.scheme(), service.requests(), requests, service.cost()));
        }
        return totals;
    }

    /** What requests cost in such a month; {@code null} where the service names no price. */
    @Nullable
    Double dollarsPerMonth() {
        return cost == null ? null : requestsPerMonth * cost.dollarsPer10000Requests() / 10_000;
    }

    /** The sum over all that have a price; {@code null} when none has. */
    static @Nullable Double dollarsPerMonth(List<SchemeTotals> all) {
        Double sum = null;
        for (SchemeTotals one : all) {
            Double dollars = one.dollarsPerMonth();
            if (dollars != null) {
                sum = dollars + (sum == null ? 0 : sum);
            }
        }
        return sum;
    }
}
