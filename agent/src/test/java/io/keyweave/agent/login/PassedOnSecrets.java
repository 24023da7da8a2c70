package io.keyweave.agent.login;

import io.keyweave.SecretRef;
import io.keyweave.served.SecretPart;
import io.keyweave.served.ServedValues.ServedPart;
import io.keyweave.served.VersionedText;
import java.util.List;
import java.util.Set;

/** Answers as others do; a test overrides what is to happen in between. */
abstract class PassedOnSecrets implements ServedSecrets {

    private final ServedSecrets secrets;

    PassedOnSecrets(ServedSecrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public List<ServedPart> find(String text) {
        return secrets.find(text);
    }

    @Override
    public List<VersionedText> read(List<SecretPart> parts) {
        return secrets.read(parts);
    }

    @Override
    public void refresh(Set<SecretRef> refs) {
        secrets.refresh(refs);
    }

    @Override
    public boolean isHandedOut(SecretPart part, String passed) {
        return secrets.isHandedOut(part, passed);
    }

    @Override
    public Set<String> templates(SecretPart part) {
        return secrets.templates(part);
    }

    @Override
    public void keep(Set<SecretRef> refs, Object holder) {
        secrets.keep(refs, holder);
    }
}
