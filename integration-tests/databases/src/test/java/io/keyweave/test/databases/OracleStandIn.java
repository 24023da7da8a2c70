package io.keyweave.test.databases;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The other end of {@link oracle.jdbc.driver.StandInDriverExtension}: user name and password in, the number of Oracle's error out. */
final class OracleStandIn extends StandIn {

    @Override
    void serve(DataInputStream in, DataOutputStream out) throws IOException {
        String user = in.readUTF();
        out.writeInt(
                switch (accounts.login(user, in.readUTF())) {
                    case WELCOME -> 0;
                    case WRONG -> 1017;
                    case LOCKED -> 28000;
                    case EXPIRED -> 28001;
                });
    }
}
