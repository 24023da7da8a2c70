package io.keyweave.azure.transport;

import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Silence for what the SDK and MSAL log: they report to us by exceptions and results, and their lines name hosts, ids and answers nobody
 * asked for. Not SLF4J's own silence: seeing that, the Azure SDK takes {@code AZURE_LOG_LEVEL}, set for the application's sake, for an
 * order to print on its standard output. Registered by the packages that carry the SDK for themselves alone, the agent and the jars for
 * Kafka; the library's own jar does not register it: there the SDK's log is the application's. Used by no class here.
 */
public final class QuietSlf4j implements SLF4JServiceProvider {

    private static final class Silent extends LegacyAbstractLogger {

        private static final long serialVersionUID = 1L;

        Silent(String name) {
            this.name = name;
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return false;
        }

        @Override
        public boolean isWarnEnabled() {
            return false;
        }

        @Override
        public boolean isErrorEnabled() {
            return false;
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                @Nullable String pattern,
                @Nullable Object @Nullable [] arguments,
                @Nullable Throwable thrown) {}
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return Silent::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return new BasicMarkerFactory();
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return new NOPMDCAdapter();
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}
}
