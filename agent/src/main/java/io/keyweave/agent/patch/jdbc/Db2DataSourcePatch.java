package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import io.keyweave.agent.patch.Reflected;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Db2's {@code DB2SimpleDataSource}, which logs in past the driver. */
public final class Db2DataSourcePatch implements Patch {

    @Override
    public String className() {
        return "com.ibm.db2.jcc.DB2SimpleDataSource";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook(
                "getConnection",
                "(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)Ljava/sql/Connection;",
                new LoginInterceptor(Db2DataSourcePatch::read)));
    }

    private static @Nullable Login read(Call call) throws ReflectiveOperationException {
        Object self = call.self();
        if (self == null) {
            return null;
        }
        @Nullable Object[] arguments = call.arguments();
        // As it is in the URL, so that driver and data source know of each other's refusals.
        LoginTarget target = Db2Patch.URL.target(
                "jdbc:db2://" + Reflected.text(self, "getServerName") + ":" + Reflected.text(self, "getPortNumber")
                        + "/" + Reflected.text(self, "getDatabaseName"),
                new Properties());
        return new UserPasswordLogin(
                call, target, (String) arguments[0], (String) arguments[1], null, Db2Patch::refused);
    }
}
