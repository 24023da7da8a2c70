package io.keyweave.test.spring.app;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** There only if a property that is a secret has a certain value. */
@Component
@ConditionalOnProperty(name = "app.defaulted", havingValue = "one & only")
class Conditional {}
