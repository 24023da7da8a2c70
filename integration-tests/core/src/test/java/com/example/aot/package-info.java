/** An application with an AOT cache. */
package com.example.aot;
